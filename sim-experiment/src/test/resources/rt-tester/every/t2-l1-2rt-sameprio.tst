# Two threads of one priority, one mutex: no inheritance, in order of arrival, both ways round.
C: resetevent:     0: 0
W: opcodeeq:       0: 0

C: schedfifo:      0: 80
C: schedfifo:      1: 80

C: locknowait:     0: 0
W: locked:         0: 0
C: locknowait:     1: 0
W: blocked:        1: 0
T: prioeq:         0: 80
T: prioeq:         1: 80
C: unlock:         0: 0
W: unlocked:       0: 0
W: locked:         1: 0
T: prioeq:         0: 80

# The other way round.
C: locknowait:     0: 0
W: blocked:        0: 0
T: prioeq:         1: 80
C: unlock:         1: 0
W: unlocked:       1: 0
W: locked:         0: 0
C: unlock:         0: 0
W: unlocked:       0: 0

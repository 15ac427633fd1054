# Two threads of one priority take two mutexes in opposite orders: nothing is reported, a signal frees them.
C: resetevent:     0: 0
W: opcodeeq:       0: 0

C: schedfifo:      0: 80
C: schedfifo:      1: 80

C: locknowait:     0: 0
W: locked:         0: 0
C: locknowait:     1: 1
W: locked:         1: 1
C: lockintnowait:  0: 1
W: blocked:        0: 1
C: lockintnowait:  1: 0
W: blocked:        1: 0
T: blocked:        0: 1
T: prioeq:         0: 80
T: prioeq:         1: 80

C: signal:         1: 0
W: unlocked:       1: 0
T: opcodeeq:       1: -4
T: blocked:        0: 1
C: unlock:         1: 1
W: unlocked:       1: 1
W: locked:         0: 1
C: unlock:         0: 1
C: unlock:         0: 0
W: unlocked:       0: 1
W: unlocked:       0: 0

# A chain over two mutexes: the priority reaches the owner at its end.
C: resetevent:     0: 0
W: opcodeeq:       0: 0

C: schedother:     0: 0
C: schedfifo:      1: 81
C: schedfifo:      2: 82

C: locknowait:     0: 0
W: locked:         0: 0
C: locknowait:     1: 1
W: locked:         1: 1
C: locknowait:     1: 0
W: blocked:        1: 0
T: prioeq:         0: 81
C: locknowait:     2: 1
W: blocked:        2: 1
T: prioeq:         0: 82
T: prioeq:         1: 82
T: nprioeq:        1: 81

C: unlock:         0: 0
W: unlocked:       0: 0
W: locked:         1: 0
T: priolt:         0: 1
T: prioeq:         1: 82
C: unlock:         1: 1
W: unlocked:       1: 1
W: locked:         2: 1
T: prioeq:         1: 81
C: unlock:         1: 0
C: unlock:         2: 1
W: unlocked:       1: 0
W: unlocked:       2: 1

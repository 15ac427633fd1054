# Signals take the waiters away, the best first: the owner falls step by step.
C: resetevent:     0: 0
W: opcodeeq:       0: 0

C: schedother:     0: 0
C: schedfifo:      1: 80
C: schedfifo:      2: 81

C: locknowait:     0: 0
W: locked:         0: 0
C: lockintnowait:  1: 0
W: blocked:        1: 0
T: prioeq:         0: 80
C: lockintnowait:  2: 0
W: blocked:        2: 0
T: prioeq:         0: 81

C: signal:         2: 0
W: unlocked:       2: 0
T: opcodeeq:       2: -4
T: prioeq:         0: 80
T: blocked:        1: 0
C: signal:         1: 0
W: unlocked:       1: 0
T: opcodeeq:       1: -4
T: priolt:         0: 1
T: locked:         0: 0

C: unlock:         0: 0
W: unlocked:       0: 0
T: priolt:         0: 1

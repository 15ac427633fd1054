# The woken waiter already owns the mutex: it inherits from the next waiter when its other donor leaves.
C: resetevent:     0: 0
W: opcodeeq:       0: 0

C: schedother:     0: 0
C: schedother:     1: 0
C: schedfifo:      2: 82
C: schedfifo:      3: 83

C: locknowait:     0: 0
W: locked:         0: 0
C: locknowait:     1: 1
W: locked:         1: 1
C: lockintnowait:  3: 0
W: blocked:        3: 0
T: prioeq:         0: 83
C: lock:           0: 1
W: blocked:        0: 1
T: prioeq:         1: 83
C: locknowait:     2: 1
W: blocked:        2: 1
T: prioeq:         1: 83

C: unlock:         1: 1
W: unlocked:       1: 1
W: blockedwake:    0: 1
T: priolt:         1: 1
T: prioeq:         0: 83
T: blocked:        2: 1

C: signal:         3: 0
W: unlocked:       3: 0
T: opcodeeq:       3: -4

T: prioeq:         0: 82
T: blocked:        2: 1
C: lockcont:       0: 1
W: locked:         0: 1
T: prioeq:         0: 82
C: unlock:         0: 1
W: unlocked:       0: 1
W: locked:         2: 1
T: priolt:         0: 1
C: unlock:         2: 1
C: unlock:         0: 0
W: unlocked:       2: 1
W: unlocked:       0: 0

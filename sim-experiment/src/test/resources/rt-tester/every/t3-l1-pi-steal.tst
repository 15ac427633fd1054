# A woken waiter is held back, a better thread takes the mutex before it.
C: resetevent:     0: 0
W: opcodeeq:       0: 0

C: schedother:     0: 0
C: schedfifo:      1: 80
C: schedfifo:      2: 81

C: locknowait:     0: 0
W: locked:         0: 0
C: lock:           1: 0
W: blocked:        1: 0
T: prioeq:         0: 80

C: unlock:         0: 0
W: unlocked:       0: 0
W: blockedwake:    1: 0
T: priolt:         0: 1

# Stolen.
C: lock:           2: 0
W: locked:         2: 0
T: blockedwake:    1: 0
C: lockcont:       1: 0
W: blocked:        1: 0
T: prioeq:         2: 81
T: opcodeeq:       1: lock

C: unlock:         2: 0
W: unlocked:       2: 0
W: blockedwake:    1: 0
T: opcodeeq:       1: 0

# Not stolen: no better than the woken one.
C: schedfifo:      2: 80
C: lock:           2: 0
W: blocked:        2: 0
C: lockcont:       1: 0
W: locked:         1: 0
C: unlock:         1: 0
W: unlocked:       1: 0
W: blockedwake:    2: 0
C: lockcont:       2: 0
W: locked:         2: 0
C: unlock:         2: 0
W: unlocked:       2: 0

# A signal ends an interruptible wait; the next wait is not disturbed by it.
C: resetevent:     0: 0
W: opcodeeq:       0: 0

C: schedother:     0: 0
C: schedother:     1: 0

C: locknowait:     0: 0
W: locked:         0: 0
C: lockintnowait:  1: 0
W: blocked:        1: 0
C: signal:         1: 0
W: unlocked:       1: 0
# EINTR
T: opcodeeq:       1: -4

C: lockintnowait:  1: 0
W: blocked:        1: 0
T: opcodeeq:       1: lockintnowait
C: unlock:         0: 0
W: unlocked:       0: 0
W: locked:         1: 0
T: opcodeeq:       1: 0

# A wait that is not interruptible goes on.
C: locknowait:     0: 0
W: blocked:        0: 0
C: signal:         0: 0
T: blocked:        0: 0
C: unlock:         1: 0
W: unlocked:       1: 0
W: locked:         0: 0
C: unlock:         0: 0
W: unlocked:       0: 0

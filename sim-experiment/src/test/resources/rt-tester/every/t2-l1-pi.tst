# A real-time thread waits for a normal one, which inherits its priority until it unlocks.
C: resetevent:     0: 0
W: opcodeeq:       0: 0

C: schedother:     0: 0
C: schedfifo:      1: 80

C: locknowait:     0: 0
W: locked:         0: 0
T: priolt:         0: 1
C: locknowait:     1: 0
W: blocked:        1: 0
T: opcodeeq:       1: locknowait
T: prioeq:         0: 80
T: npriolt:        0: 1

C: unlock:         0: 0
W: unlocked:       0: 0
W: locked:         1: 0
T: priolt:         0: 1
T: prioeq:         1: 80
C: unlock:         1: 0
W: unlocked:       1: 0

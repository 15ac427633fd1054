# One mutex, a real-time owner, two better waiters.
C: resetevent:     0: 0
W: opcodeeq:       0: 0

C: schedfifo:      0: 80
C: schedfifo:      1: 81
C: schedfifo:      2: 82

C: locknowait:     0: 0
W: locked:         0: 0
C: locknowait:     1: 0
W: blocked:        1: 0
T: prioeq:         0: 81
C: locknowait:     2: 0
W: blocked:        2: 0
T: prioeq:         0: 82
T: prioeq:         1: 81

# The best waiter is next, the other goes on waiting.
C: unlock:         0: 0
W: unlocked:       0: 0
W: locked:         2: 0
T: blocked:        1: 0
T: prioeq:         0: 80
T: prioeq:         2: 82

C: unlock:         2: 0
W: unlocked:       2: 0
W: locked:         1: 0
T: prioeq:         1: 81
C: unlock:         1: 0
W: unlocked:       1: 0

# A chain over four mutexes whose waiters change their own priorities.
C: resetevent:     0: 0
W: opcodeeq:       0: 0

C: schedother:     0: 0
C: schedfifo:      1: 81
C: schedfifo:      2: 82
C: schedfifo:      3: 83
C: schedfifo:      4: 84

C: locknowait:     0: 0
W: locked:         0: 0
C: locknowait:     1: 1
W: locked:         1: 1
C: lockintnowait:  1: 0
W: blocked:        1: 0
T: prioeq:         0: 81
C: locknowait:     2: 2
W: locked:         2: 2
C: lockintnowait:  2: 1
W: blocked:        2: 1
T: prioeq:         0: 82
T: prioeq:         1: 82
C: locknowait:     3: 3
W: locked:         3: 3
C: lockintnowait:  3: 2
W: blocked:        3: 2
T: prioeq:         0: 83
T: prioeq:         1: 83
T: prioeq:         2: 83
C: lockintnowait:  4: 3
W: blocked:        4: 3
T: prioeq:         0: 84
T: prioeq:         1: 84
T: prioeq:         2: 84
T: prioeq:         3: 84

# The last waiter is lowered: the owners follow to the next best.
C: schedfifo:      4: 80
T: prioeq:         4: 80
T: prioeq:         0: 83
T: prioeq:         1: 83
T: prioeq:         2: 83
T: prioeq:         3: 83
# And back.
C: schedfifo:      4: 84
T: prioeq:         0: 84
T: prioeq:         1: 84
T: prioeq:         2: 84
T: prioeq:         3: 84
# An owner in the middle is lowered while it inherits: stored, not seen.
C: schedfifo:      3: 80
T: nprioeq:        3: 80
T: prioeq:         3: 84
T: prioeq:         0: 84
T: prioeq:         2: 84
# Seen when its donor is lowered too.
C: schedfifo:      4: 80
T: prioeq:         3: 80
T: prioeq:         2: 82
T: prioeq:         1: 82
T: prioeq:         0: 82
C: schedfifo:      3: 83
T: prioeq:         3: 83
T: prioeq:         0: 83
# A normal waiter gives nothing.
C: schedother:     4: 0
T: prioeq:         0: 83
C: schedfifo:      4: 84
T: prioeq:         0: 84

C: signal:         4: 0
W: unlocked:       4: 3
T: prioeq:         0: 83
C: unlock:         0: 0
W: unlocked:       0: 0
W: locked:         1: 0
T: priolt:         0: 1
T: prioeq:         1: 83
C: unlock:         1: 0
C: unlock:         1: 1
W: locked:         2: 1
T: prioeq:         1: 81
T: prioeq:         2: 83
C: unlock:         2: 1
C: unlock:         2: 2
W: locked:         3: 2
T: prioeq:         2: 82
C: unlock:         3: 2
C: unlock:         3: 3
W: unlocked:       3: 3
T: prioeq:         3: 83

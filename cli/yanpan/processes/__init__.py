"""The one place that starts children: a crew of processes which do work, and are replaced when they die or hang.

    with Crew(make, outfit, size=2, seconds=60) as crew:
        crew.warm()                          # start them all now, without waiting
        answer = crew.do(work)               # one piece of work
        for ended in crew.each(works):       # many, in order
            answer = ended.get()
        for work, ended in crew.as_ended(works):   # many, each as soon as it is ready
            ...

`run_program` runs another's program that the person named (for signing).

`make(outfit)` runs once in each child and returns what does the work there; it is named by module and name, so it
must stand at the top of an importable module. Outfit, work and answers must pickle; they may be large.

A child is a new interpreter, never a fork. It is this module's own and not `multiprocessing`'s (nor pebble's, which
stands on that): `multiprocessing` writes arguments, paths and command line into a pipe which it keeps open on both
sides, so that a child killed while it starts blocks its parent for good; and neither does lost work again.
What stands here instead: every transfer goes through a pipe of which the child alone holds the far end, and under a
time limit. So the parent never waits on a child that is gone or stuck; the child, for its part, ends when its pipe
does, however its parent went. Nothing of the work is written to disk.
"""

from yanpan.processes.crew import Crew, Ended
from yanpan.processes.program import run_program

__all__ = ["Crew", "Ended", "run_program"]

"""`armslength doctor`: looks at everything that must be right, says what is not, and what to do. Changes nothing.

machine.py   what can be seen from outside: data directory, disk, keys, whether the server answers
database.py  the database itself: reachable, version, migrations, the app's role, clock
inside.py    what the rooms say: workers, jobs, events, leases, objects, keys in use, outbound hosts, webhooks
"""

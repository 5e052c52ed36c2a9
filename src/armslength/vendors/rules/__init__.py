"""Pure decisions of vendors.

`graph`       edges, weighed: who holds how much of whom
`influence`   multiplied share, control, and whom a party is led to
`conflicts`   where a vendor's reach meets rivals, and what follows for a grant
`bods`        ownership statements, read and written
"""

"""All SQL of the queue. Locks are taken in one order everywhere: assignment, item, workload, returned_counter."""

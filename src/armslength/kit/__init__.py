"""What every room stands on: transactions, jobs, outbox, clock, ids, paging, settings, errors. Nothing about labels."""

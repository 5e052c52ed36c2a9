"""What is true, and how sure are we? Models of fallible answers, one file each.

    DawidSkene(prior=...).fit(answers, gold={...})  ->  CategoricalTruth

A model is a frozen dataclass: its constructor stores parameters and checks them, nothing else. `fit` leaves the model
and the answers as they were and returns a frozen `Fit`. Whatever is drawn at random is drawn from a seed among the
parameters, so the same model on the same answers gives the same bytes.
"""

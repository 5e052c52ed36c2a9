"""What every model must do, whoever wrote it.

    @pytest.mark.parametrize("check", model_checks(MyModel(), CATEGORICAL), ids=str)
    def test_it_behaves(check):
        check()

`check_model(model, crowd)` runs them all. A `Crowd` tells the suite about one type of answer: how to simulate it, how
to say the same thing in other words, how far a belief is from the truth. `conformance/labels.py` is the one for labels.
"""

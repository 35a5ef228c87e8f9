class Shown:
    """"""

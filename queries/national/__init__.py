"""A national corpus: figures of every commune, too many to be curated one by one, which enter as one Parquet file.

They are checked in SQL, hidden by the rules of the Atlas where they are small, and stand beside its own tables in the same
warehouse: what publishes, replicates and serves it carries them.
"""

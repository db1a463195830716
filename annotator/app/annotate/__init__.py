"""The annotate workspace: queue, article, labels and inspector around one layer.

Made of small views that show the session and tell of intents; only `acts` changes anything.
"""

"""AWS Signature Version 4: who signed a request, and whether it came as it was signed.

Knows HTTP and nothing of services but S3's manners. Read `guard.py` first; `claims.py` reads what a request says of
its signature, `canonical.py` recomputes it, `chunks.py` and `forms.py` have S3's two special bodies, `rejections.py`
what AWS says to a request that fails.
"""

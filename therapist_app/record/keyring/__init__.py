"""Keys that change hands.

Taking people in, covering and handing over caseloads, leaving, changing one's own passphrase,
and keeping keys with those who may hold them.
"""

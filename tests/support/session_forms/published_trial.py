"""A trial whose scores are published, and the scale that they were rated on."""

from statistics import mean, stdev

from session_forms.scoring.change import cutoff_c
from tests.support.session_forms.forms import make_form

# HAM-D before and after treatment of the 40 complete pairs of the trial data that come with the
# R package clinicalsignificance 2.1 (Claus et al. 2020), read off its reference plot. With a
# reliability of .80 the package counts, by Jacobson and Truax, 29 improved, 10 unchanged and
# 1 deteriorated; with a functional population of mean 8 and SD 8, and cut-off c, 26 recovered.
HAM_D = (
    (25, 13), (15, 11), (28, 4), (30, 25), (21, 9), (26, 17), (31, 15), (21, 2), (27, 8), (28, 7),
    (23, 13), (24, 30), (28, 9), (26, 8), (27, 14), (32, 27), (27, 20), (25, 28), (28, 14),
    (25, 24), (22, 10), (24, 18), (24, 22), (21, 8), (18, 20), (27, 2), (25, 13), (27, 18),
    (22, 2), (23, 16), (25, 16), (25, 24), (26, 8), (22, 6), (24, 22), (23, 20), (26, 18),
    (28, 24), (24, 9), (21, 25),
)  # fmt: skip
SCALE = """
[[questions]]
id = "a"
kind = "number"
prompt = "A"
maximum = 100

[[scores]]
id = "total"
title = "Total"
items = ["a"]
cutoffs = [{{ name = "caseness", at = {at} }}]
reliable_change = {{ sd = {sd}, r = 0.8, source = "published data", status = "verified" }}
"""


def ham_d():
    before = [first for first, _last in HAM_D]
    line = cutoff_c(m0=8, sd0=8, m1=mean(before), sd1=stdev(before))
    return make_form(SCALE.format(at=line, sd=stdev(before))).score("total")

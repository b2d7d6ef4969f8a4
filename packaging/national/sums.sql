SELECT
    quarter,
    measure,
    version,
    stratum,
    counts,
    count(n) AS services,
    count(*) - count(n) AS untold,
    coalesce(sum(n), 0) AS clients,
    sum(coalesce(n, least - 1)) AS clients_most,
    coalesce(sum(CASE WHEN n IS NOT NULL THEN caseloads END), 0) AS caseloads,
    coalesce(sum(n * value), 0) AS total,
    sum(n * value * value + n * (n - 1) * error * error) AS squares,
    sum(CASE WHEN n IS NOT NULL AND error IS NULL AND NOT counts THEN 1 ELSE 0 END)
        AS without_error
FROM cells
GROUP BY quarter, measure, version, stratum, counts

-- What the benchmark "service" reads of wrk: requests a second; p50, p99 and p99.9 in microseconds; requests, and those that failed.
done = function(summary, latency, requests)
  local errors = summary.errors
  print(string.format("measured %.1f %d %d %d %d %d",
      summary.requests / (summary.duration / 1e6), latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
      summary.requests, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end

import PolicySimulator
import TestThreads
import Testing

/// How reports look, to the last column: whoever changes this sees what users will see.
@Suite(.offPool) struct ReportLookTests {
  private func text(_ sample: Fixtures.Sample, from first: String, rows: Int) -> String {
    let text = String(decoding: sample.report.text(width: 80, color: false), as: UTF8.self)
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = all.firstIndex { $0.hasPrefix(first) } ?? 0
    return all[start...].prefix(rows).joined(separator: "\n")
  }

  @Test func `one run`() {
    #expect(
      text(.single, from: "azure-outage", rows: 46) == """
        azure-outage  examples/llm-chat.policy                                    seed 1
        Azure is gone for four minutes, and for one of them anthropic is overloaded as
        well.

          full 99.1%   degraded 0.7%   failed 0.2%   4,817 requests
          p50 540ms   p99 4.79s   max 16.7s   attempts per request 1.14   worst 10s 1.76
          failover 6s   failback 99s   recovery 0s   duplicates 0   abandoned 4

          full        █████▆█████▇▇▇▇▇▇██████████████████████████████████████ min 85.7%
          degraded    ·····█·····▂▃▃▂▂▁······································ max 12.5%
          failed      ·····█·····▅█▇▇········································ max 1.8%
          p99         ▃▂▃▃▄█▅▅▄▄▄▄▅▅▄▅▄▅▅▃▄▄▄▅▃▅▄▅▄▃▅▄▄▄▄▃▃▃▃▂▃▃▃▃▃▃▃▃▂▃▃▂▃▃▃ max 7.75s
          attempts    ▆▆▆▆▆█▆▆▆▆▆▇▇▇▇▇▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆ max 1.5x
          answers by endpoint, × where a breaker is open
          azure-east  ▆▆▆▆▆▂××××××××××××××××××××××········▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆
          azure-west  ▁▁▁▁▂▁××××××××××××××××××××××········▁▁▁▁▁▁▁▂▁▁▂▁▁▁▁▁▁▁▁
          anthropic   ·····▃█████▅▅▅▅▅▇███████████████████···················
          gemini      ···········▂▂▂▂▂▁······································
          small       ·····▁······▁▁▁▁·······································
          fault            ├─────────────────────┤ outage provider: azure
          fault                  ├───┤ errors anthropic, share: 30%, status: 529
                      └──────────┴──────────┴──────────┴──────────┴─────────┴
                      0         2m         4m         6m         8m        10m

                                 attempts     failed   rejected       answers
          azure-east                1,925   122 6.3%          ·   1,803 37.4%
          azure-west                  690    57 8.3%          ·     633 13.1%
          anthropic                 2,230   171 7.7%          ·   2,059 42.7%
          gemini                      430     3 0.7%          ·     427  8.9%
          small                        73     ·               4      69  1.4%
          chat-ladder/too-long                                        ·
          chat-ladder/smaller                                        27  0.6%
          chat-ladder/cached                                          6  0.1%
          chat-ladder/apology                                         3  0.1%

          expectations 6 of 7 hold
          ✓ availability, at-least: 99%                   99.1% ≥ 99%
          ✓ latency, percentile: p99, at-most: 6s         4.79s ≤ 6s
          ✓ failover, within: 15s                         6s ≤ 15s
          ✓ recovery, within: 90s                         0s ≤ 90s
          ✓ failback, within: 3m                          99s ≤ 3m
          ✓ attempts, to: gemini, at-most: 6/s            4.9/s ≤ 6/s
          ○ failover, of: chat, fault: quota, within: 1s  vacuous: nothing tested it

          ! nobody described how often `cache` serves: it always does
        """)
  }

  @Test func `several runs`() {
    #expect(
      text(.repeated, from: "  over", rows: 12) == """
          over 20 runs           median   lowest   highest
          full answers            99.1%      99%     99.3%
          degraded                 0.7%     0.6%      0.8%
          failed                   0.2%     0.1%      0.2%
          latency p50             533ms    521ms     541ms
          latency p99             4.77s    4.29s      5.2s
          attempts per request    1.15x    1.14x     1.15x
          worst 10s window        1.77x    1.64x     1.98x
          failover                   5s       4s        6s
          failback                  98s      93s      100s
          recovery                   0s       0s        0s
          duplicates                  0        0         0
        """)
  }

  @Test func `variants compared`() {
    #expect(
      text(.swept, from: "azure-outage", rows: 14) == """
        azure-outage  3 variants compared

                                 attempts=1       attempts=2       attempts=3
          full answers                97.3%    98.2%  (+0.9)    99.1%  (+1.8)
          degraded                     2.4%     1.6%  (-0.9)     0.7%  (-1.7)
          latency p50                 540ms    540ms            540ms
          latency p99                 4.79s    4.79s            4.79s
          attempts per request        1.06x     1.1x (+0.04)    1.14x (+0.08)
          worst 10s window            1.76x    1.76x            1.76x
          failover                      12s       9s   (-3s)       6s   (-6s)
          failback                      99s      99s              99s
          recovery                       0s       0s               0s
          duplicates                      0        0                0
          expectations held          5 of 7   5 of 7           6 of 7    (+1)
        """)
  }
}

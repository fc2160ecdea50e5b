package io.sparkformer.jobs.report;

/** How a report looks, in light and in dark surroundings. */
final class ReportStyle {
    static final String CSS = """
            :root {
              color-scheme: light dark;
              --page: #f7f7f5; --surface: #ffffff; --border: #e3e2de; --grid: #ecebe7;
              --ink: #1d1d1b; --muted: #6b6a65;
              --c0: #2f6fd0; --c1: #d9622b; --c2: #17936b; --c3: #8a5cc7;
              --right: 47 111 208; --wrong: 217 98 43;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --page: #161615; --surface: #20201f; --border: #363633; --grid: #2d2d2a;
                --ink: #eeede9; --muted: #a3a19a;
                --c0: #6ea4f4; --c1: #f0915f; --c2: #4cc79d; --c3: #b896ec;
                --right: 78 138 224; --wrong: 226 124 75;
              }
            }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--page); color: var(--ink);
              font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
            main { max-width: 1180px; margin: 0 auto; padding: 40px 24px 64px; }
            h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; font-weight: 650; letter-spacing: -0.01em; }
            h2 { font-size: 18px; margin: 40px 0 12px; font-weight: 620; }
            header p, main > p { color: var(--muted); margin: 0 0 12px; overflow-wrap: anywhere; }
            .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(165px, 1fr)); gap: 12px; margin: 24px 0 0; }
            .facts div { background: var(--surface); border: 1px solid var(--border); border-radius: 10px; padding: 12px 16px; }
            .facts dt { color: var(--muted); font-size: 13px; }
            .facts dd { margin: 2px 0 0; font-size: 21px; font-weight: 600; font-variant-numeric: tabular-nums;
              overflow-wrap: anywhere; line-height: 1.25; }
            .facts .long { grid-column: span 2; } .facts .long dd { font-size: 15px; padding-top: 5px; }
            .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); gap: 16px; }
            .chart { margin: 0; background: var(--surface); border: 1px solid var(--border); border-radius: 10px;
              padding: 14px 16px 8px; display: flex; flex-direction: column; }
            .chart figcaption { font-weight: 600; }
            .chart svg { width: 100%; height: auto; margin-top: auto; padding-top: 6px; overflow: visible; }
            .chart text { font-size: 12px; fill: var(--muted); font-variant-numeric: tabular-nums; }
            .grid { stroke: var(--grid); } .axis, .tick { stroke: var(--muted); stroke-opacity: 0.6; }
            .c0 { --colour: var(--c0); } .c1 { --colour: var(--c1); } .c2 { --colour: var(--c2); } .c3 { --colour: var(--c3); }
            .curve { fill: none; stroke: var(--colour); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
            .curve.faint { stroke-width: 1; stroke-opacity: 0.35; }
            .dot { fill: var(--colour); stroke: var(--surface); stroke-width: 1.5; }
            .legend { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 13px; color: var(--muted); }
            .legend i { display: inline-block; width: 16px; height: 3px; border-radius: 2px; background: var(--colour);
              margin-right: 6px; vertical-align: middle; }
            .legend .faint i { opacity: 0.4; }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 14px; }
            th { font-weight: 600; text-align: left; }
            table.classes { width: 100%; background: var(--surface); border: 1px solid var(--border); border-radius: 10px;
              border-collapse: separate; border-spacing: 0; }
            .scroll > table:not(.matrix) td, .scroll > table:not(.matrix) th { padding: 6px 14px; white-space: nowrap; }
            .classes thead th { color: var(--muted); font-size: 13px; }
            .classes tbody td { border-top: 1px solid var(--grid); }
            .number { text-align: right; }
            .bar { display: inline-block; width: 72px; height: 6px; border-radius: 3px; background: var(--grid);
              margin-right: 10px; vertical-align: middle; overflow: hidden; }
            .bar i { display: block; height: 100%; background: var(--c0); border-radius: 3px; }
            .matrix { font-size: 13px; border-collapse: separate; border-spacing: 2px; }
            .matrix th { padding: 0 8px; white-space: nowrap; font-weight: 500; }
            .matrix .answer { vertical-align: bottom; padding: 6px 2px; }
            .matrix .answer span { writing-mode: vertical-rl; transform: rotate(180deg); }
            .matrix td { min-width: 44px; height: 34px; text-align: center; border-radius: 4px; padding: 0 4px; }
            .matrix td { --tint: rgb(var(--hue) / calc(var(--share) * var(--strength)));
              background: linear-gradient(var(--tint), var(--tint)) var(--grid); }
            .matrix .right { --hue: var(--right); --strength: 1; } .matrix .wrong { --hue: var(--wrong); --strength: 2.2; }
            .matrix .strong { color: #fff; }
            details { background: var(--surface); border: 1px solid var(--border); border-radius: 10px; padding: 12px 16px; }
            summary { cursor: pointer; }
            pre { overflow-x: auto; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; margin: 12px 0 0; }
            @media print { body { background: #fff; } .chart, .facts div { break-inside: avoid; } }
            """;

    private ReportStyle() {}
}

/// How the page looks; constant, and allowed by its digest.
///
/// Colours of endpoints were chosen so that any two, and the red of failures, differ by 15 at least
/// (CIE 1976) for people with any of the three dichromacies (simulated after Machado 2009), in the
/// light as in the dark; steps of the ladder are one family of sand.
enum PageStyle {
  /// The style sheet.
  static let text: Markup = "\(colours)\(layout)\(tables)\(charts)\(media)"

  private static let layout: Markup = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;padding:24px 20px;background:var(--ground);color:var(--ink);\
    font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;\
    font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
    header.top,main,footer{max-width:1200px;margin:0 auto}
    h1{font-size:26px;line-height:1.25;margin:0 0 16px;letter-spacing:-.01em}
    h1 span{color:var(--soft);font-weight:400}
    h2{font-size:21px;line-height:1.3;margin:0}
    h3{font-size:17px;margin:36px 0 8px}
    h4{font-size:14px;margin:22px 0 4px}
    h4.variant{font-size:16px;margin:28px 0 0;padding-top:16px;border-top:1px solid var(--line)}
    p{margin:0}
    small{font-size:12px;font-weight:400;color:var(--soft)}
    a{color:var(--link)}
    code,.digest{font-family:ui-monospace,"Liberation Mono",monospace;font-size:.9em}
    .card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:22px 26px;\
    margin:0 0 22px}
    .doc{color:var(--ink);max-width:75ch;margin-top:4px}
    .facts,.note,footer{color:var(--soft);font-size:13px}
    .facts{margin-top:4px}
    .note{margin:8px 0}
    footer{padding:4px 2px 20px;max-width:1200px}
    footer p{max-width:90ch}
    .chip{display:inline-block;font-size:13px;font-weight:500;line-height:1.5;padding:0 8px;\
    border-radius:9px;background:var(--chip);color:var(--ink);vertical-align:middle}
    .banner{border:1px solid var(--warn);border-left-width:5px;border-radius:6px;\
    padding:8px 14px;margin:0 0 16px}
    .verdict{margin:16px 0 0;padding:10px 14px;border-radius:6px;border-left:5px solid var(--soft);\
    background:var(--chip)}
    .verdict p{font-size:17px}
    .verdict.ok{border-color:var(--ok);background:var(--ok-tint)}
    .verdict.no{border-color:var(--no);background:var(--no-tint)}
    .verdict.ok p::before{content:"✓ ";color:var(--ok);font-weight:700}
    .verdict.no p::before{content:"✗ ";color:var(--no);font-weight:700}
    .verdict ul{margin:6px 0 0;padding:0 0 0 20px}
    .verdict li span{color:var(--soft)}
    .verdict li span::before{content:"— "}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(124px,1fr));gap:10px;\
    margin:14px 0 0}
    .tiles div{border:1px solid var(--line);border-radius:8px;padding:8px 12px}
    .tiles dt{font-size:12.5px;color:var(--soft)}
    .tiles dd{margin:0;font-size:21px;font-weight:600;line-height:1.3;white-space:nowrap}
    .tiles .full{border-top:3px solid var(--ok)}
    .tiles .part{border-top:3px solid var(--s2)}
    .tiles .none{border-top:3px solid var(--bad)}
    .notices{list-style:none;margin:12px 0 0;padding:0}
    .notices li{padding:4px 0 4px 14px;border-left:3px solid var(--warn);margin:6px 0;font-size:14px}
    .notices li::before{content:"Note: ";font-weight:600}
    .ok,.no{font-weight:600}
    .ok{color:var(--ok)}
    .no{color:var(--no)}
    .open-end{color:var(--soft)}
    .verdict.ok,.verdict.no{color:var(--ink);font-weight:400}

    """

  private static let tables: Markup = """
    .scroll{overflow-x:auto;margin:8px 0}
    .scroll:focus-visible,.times:focus-visible{outline:2px solid var(--link);outline-offset:2px}
    table{border-collapse:collapse;width:100%;font-size:14px;overflow-wrap:break-word}
    caption{text-align:left;color:var(--soft);font-size:13px;padding:2px 0 4px}
    th,td{padding:5px 12px 5px 0;text-align:left;border-bottom:1px solid var(--line);\
    vertical-align:baseline}
    th:last-child,td:last-child{padding-right:4px}
    thead th{font-size:12.5px;font-weight:600;color:var(--soft);vertical-align:bottom}
    tbody th{font-weight:500;min-width:12ch;overflow-wrap:anywhere}
    td{min-width:4ch}
    .n{text-align:right;white-space:nowrap}
    thead .n{white-space:normal}
    tr.same>*{color:var(--soft)}
    .better{color:var(--ok)}
    .worse{color:var(--no)}
    details{margin:28px 0 0}
    summary{cursor:pointer;font-weight:600;font-size:14px}

    """
}

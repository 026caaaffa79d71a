extension PageStyle {
  /// The pictures.
  static let charts: Markup = """
    figure{margin:0}
    .times{position:relative;margin-top:8px}
    figcaption{font-size:13px;color:var(--soft)}
    svg text{font-size:11.5px;fill:var(--soft)}
    .plot{display:block;overflow:visible;margin:8px 14px 0 58px;width:calc(100% - 72px)}
    .grid{stroke:var(--grid)}
    .base,.tick{stroke:var(--axis,var(--soft));stroke-width:1}
    .edge{stroke:var(--fault-line);stroke-width:1;stroke-dasharray:3 3;opacity:.75}
    text.y{text-anchor:end}
    text.x{text-anchor:middle}
    .area{fill:var(--c);shape-rendering:crispEdges}
    .curve{fill:none;stroke:var(--c);stroke-width:1.7;stroke-linejoin:round;\
    vector-effect:non-scaling-stroke}
    .fault{fill:var(--fault)}
    .start{stroke:var(--fault-line);stroke-width:3}
    .lanes text{fill:var(--ink);font-size:12px}
    .lanes .before{text-anchor:end}
    .number{font-weight:700}
    .struck{fill:var(--struck)}
    .faults{margin:4px 0 0;padding:0 0 0 22px;font-size:13px}
    .faults.narrow{display:none}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 18px;margin:4px 0 2px;padding:0;\
    font-size:13px}
    .legend b{font-weight:600}
    .legend li{color:var(--ink);font-weight:400}
    .swatch{display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:6px;\
    background:var(--c,var(--soft))}
    .swatch.line{height:3px;vertical-align:4px;width:15px;border-radius:0}
    .swatch.thin{height:2px;border-radius:0}
    .swatch.mid{height:6px;border-radius:1px}
    .swatch.tall{background:linear-gradient(90deg,var(--e0) 0 33%,var(--e1) 33% 67%,\
    var(--e2) 67%)}
    .endpoint{margin-top:12px}
    .endpoint p{font-size:13.5px;font-weight:500}
    .endpoint .plot{margin-top:3px}
    .strips{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:18px 36px}
    .strip figcaption{color:var(--ink);font-size:13.5px}
    .dots{display:block;width:100%;overflow:visible}
    .dot{fill:var(--e0)}
    .dot.bad{fill:var(--bad)}
    .median{stroke:var(--ink);stroke-width:1.5}
    .bound{stroke:var(--no);stroke-width:1.5;stroke-dasharray:4 3}
    .topology{display:block}
    .node{fill:var(--card);stroke:var(--soft)}
    .node.route{fill:var(--route,#28394a);stroke:none}
    .node.group{fill:var(--chip)}
    .node.step{stroke-dasharray:4 3}
    .stripe{fill:var(--c)}
    .wire{fill:none;stroke:var(--soft);stroke-width:1.3}
    .wire.ladder{stroke:var(--s2);stroke-dasharray:4 3}
    text.rank{text-anchor:middle;font-size:10.5px}
    text.label{font-size:13px;font-weight:500;fill:var(--ink)}
    text.label.small{font-size:11px;font-weight:400;fill:var(--soft)}
    text.label.light{fill:#fff}
    text.label.light.small{fill:#cfd8e3}
    circle.badge{fill:var(--fault);stroke:var(--fault-line)}
    text.badge{text-anchor:middle;font-size:10px;font-weight:700;fill:var(--ink)}
    .cursor{position:absolute;top:0;bottom:24px;width:1px;background:var(--ink);opacity:.55;\
    pointer-events:none}
    .read{position:absolute;z-index:2;min-width:150px;max-width:260px;padding:6px 10px;\
    border:1px solid var(--line);border-radius:6px;background:var(--card);color:var(--ink);\
    box-shadow:0 3px 14px rgba(0,0,0,.22);font-size:12.5px;line-height:1.45;pointer-events:none}
    .read div{display:flex;align-items:baseline;gap:2px}
    .read div b{margin-left:auto;padding-left:14px}
    .read .when{font-weight:600}

    """

  /// Narrow pages, and paper.
  static let media: Markup = """
    @media (max-width:720px){
    body{padding:10px 8px;font-size:14.5px}
    h1{font-size:21px;margin:4px 6px 12px}
    h2{font-size:19px}
    .card{padding:14px 12px;border-radius:8px}
    .wide{display:none}
    .faults.narrow{display:block}
    .plot{margin-right:8px;margin-left:46px;width:calc(100% - 54px)}
    svg text.y{font-size:11px}
    .tiles{grid-template-columns:repeat(2,1fr);gap:8px}
    .tiles dd{font-size:19px}
    .legend{gap:2px 14px}
    th,td{padding-right:10px}
    }
    @media print{
    *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
    body{padding:0;background:#fff;font-size:12px}
    .card{border:0;padding:0 0 12px;break-after:page}
    .card:last-child{break-after:auto}
    figure,.endpoint,.tiles,.strip,tr,svg{break-inside:avoid}
    .times{break-inside:auto}
    h3,h4,caption{break-after:avoid}
    .scroll{overflow:visible}
    .topology{max-width:100%;height:auto}
    .read,.cursor{display:none}
    }

    """
}

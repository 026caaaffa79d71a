extension PageStyle {
  /// The colours by day and by night, and on paper by day again.
  static let colours: Markup = """
    :root{\(light)}
    @media (prefers-color-scheme:dark){:root{\(dark)}}
    @media print{:root{\(light)}}
    .e0{--c:var(--e0)}.e1{--c:var(--e1)}.e2{--c:var(--e2)}.e3{--c:var(--e3)}
    .e4{--c:var(--e4)}.e5{--c:var(--e5)}.e6{--c:var(--e6)}.e7{--c:var(--e7)}
    .s0{--c:var(--s0)}.s1{--c:var(--s1)}.s2{--c:var(--s2)}.s3{--c:var(--s3)}
    .e,.s,.plain{--c:var(--soft)}
    .bad{--c:var(--bad)}
    .p50{--c:var(--p50)}.p99{--c:var(--p99)}
    .closed{--c:var(--closed)}.half{--c:var(--half)}.open{--c:var(--bad)}.down{--c:var(--down)}

    """

  private static let light: Markup = """
    color-scheme:light;--ground:#f3f4f6;--card:#fff;--ink:#19212c;--soft:#56606f;--line:#d8dde4;\
    --grid:#e6e9ee;--chip:#eaedf2;--link:#1d5fb8;--ok:#1a7340;--ok-tint:#e9f5ed;--no:#b3231f;\
    --no-tint:#fcecea;--warn:#a86a00;--fault:#f6d9d0;--fault-line:#b3231f;--struck:#fbeae5;\
    --e0:#4a7bd6;--e1:#c98412;--e2:#0f6a5a;--e3:#5a1a8c;--e4:#4bbdf1;--e5:#e096b4;--e6:#626d84;\
    --e7:#9cc75d;--s0:#e0d5b9;--s1:#c8b992;--s2:#a9996f;--s3:#887a58;--bad:#c3272b;\
    --p50:#4b7bbd;--p99:#19212c;--closed:#8d97a5;--half:#d79a1e;--down:#3b0f12
    """

  private static let dark: Markup = """
    color-scheme:dark;--ground:#0f131a;--card:#171c24;--ink:#e7ebf1;--soft:#a3adbb;--line:#303844;\
    --grid:#262d38;--chip:#252c37;--link:#8ab8ff;--ok:#62cf8f;--ok-tint:#16281f;--no:#ff8a80;\
    --no-tint:#321c1d;--warn:#e0a63f;--fault:#572a28;--fault-line:#ff8a80;--struck:#331f22;\
    --e0:#546cae;--e1:#f9a930;--e2:#45e6cb;--e3:#8f66e8;--e4:#0cb2ea;--e5:#a05c7e;--e6:#97a2ba;\
    --e7:#c8e381;--s0:#7d7358;--s1:#9c9070;--s2:#bdb08a;--s3:#dccfa8;--bad:#f0544c;\
    --p50:#7fb0f5;--p99:#f1f4f8;--closed:#7b8695;--half:#f0b63d;--down:#ffd2cc
    """
}

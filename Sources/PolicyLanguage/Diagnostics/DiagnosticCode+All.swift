// The codes, by what they are about. A code is never given away again; new ones go to the end of
// their hundred.

extension DiagnosticCode {
  // P01xx: the text
  static let notUTF8 = DiagnosticCode("P0101", "not-utf8")
  static let byteOrderMark = DiagnosticCode("P0102", "byte-order-mark")
  static let strangeCharacter = DiagnosticCode("P0103", "strange-character")
  static let hiddenCharacter = DiagnosticCode("P0104", "hidden-character")
  static let unterminatedText = DiagnosticCode("P0105", "unterminated-text")
  static let foreignComment = DiagnosticCode("P0106", "foreign-comment")
  static let wordTooLong = DiagnosticCode("P0107", "word-too-long")
  static let textTooLong = DiagnosticCode("P0108", "text-too-long")
  static let negativeNumber = DiagnosticCode("P0109", "negative-number")

  // P02xx: the grammar
  static let wantsKeyword = DiagnosticCode("P0201", "wants-keyword")
  static let missingComma = DiagnosticCode("P0202", "missing-comma")
  static let extraComma = DiagnosticCode("P0203", "extra-comma")
  static let missingValue = DiagnosticCode("P0204", "missing-value")
  static let unexpected = DiagnosticCode("P0205", "unexpected")
  static let unclosed = DiagnosticCode("P0206", "unclosed")
  static let strayBrace = DiagnosticCode("P0207", "stray-brace")
  static let bracePlacement = DiagnosticCode("P0208", "brace-placement")
  static let equalsSign = DiagnosticCode("P0209", "equals-sign")
  static let tooDeep = DiagnosticCode("P0210", "too-deep")
  static let afterBlock = DiagnosticCode("P0211", "after-block")
  static let blockWithoutKeyword = DiagnosticCode("P0212", "block-without-keyword")

  // P03xx: the shape of statements
  static let unknownKeyword = DiagnosticCode("P0301", "unknown-keyword")
  static let misplacedKeyword = DiagnosticCode("P0302", "misplaced-keyword")
  static let unknownLabel = DiagnosticCode("P0303", "unknown-label")
  static let unknownWord = DiagnosticCode("P0304", "unknown-word")
  static let wrongType = DiagnosticCode("P0305", "wrong-type")
  static let missingArgument = DiagnosticCode("P0306", "missing-argument")
  static let tooManyArguments = DiagnosticCode("P0307", "too-many-arguments")
  static let repeatedStatement = DiagnosticCode("P0308", "repeated-statement")
  static let repeatedLabel = DiagnosticCode("P0309", "repeated-label")
  static let missingStatement = DiagnosticCode("P0310", "missing-statement")
  static let missingBlock = DiagnosticCode("P0311", "missing-block")
  static let unwantedBlock = DiagnosticCode("P0312", "unwanted-block")
  static let unwantedList = DiagnosticCode("P0313", "unwanted-list")
  static let wrongCombination = DiagnosticCode("P0314", "wrong-combination")

  // P04xx: values
  static let missingUnit = DiagnosticCode("P0401", "missing-unit")
  static let unknownUnit = DiagnosticCode("P0402", "unknown-unit")
  static let malformedNumber = DiagnosticCode("P0403", "malformed-number")
  static let inexactNumber = DiagnosticCode("P0404", "inexact-number")
  static let outOfRange = DiagnosticCode("P0405", "out-of-range")
  static let badEscape = DiagnosticCode("P0406", "bad-escape")
  static let numberTooLarge = DiagnosticCode("P0407", "number-too-large")
  static let badURL = DiagnosticCode("P0408", "bad-url")
  static let literalSecret = DiagnosticCode("P0409", "literal-secret")
  static let badText = DiagnosticCode("P0410", "bad-text")
  static let badHeaderName = DiagnosticCode("P0411", "bad-header-name")
  static let reservedHeader = DiagnosticCode("P0412", "reserved-header")
  static let badAuthScheme = DiagnosticCode("P0413", "bad-auth-scheme")
  static let badRequestPath = DiagnosticCode("P0414", "bad-request-path")
  static let misplacedCredential = DiagnosticCode("P0415", "misplaced-credential")

  // P05xx: names
  static let unknownName = DiagnosticCode("P0501", "unknown-name")
  static let wrongKind = DiagnosticCode("P0502", "wrong-kind")
  static let declaredTwice = DiagnosticCode("P0503", "declared-twice")
  static let extendsCycle = DiagnosticCode("P0504", "extends-cycle")
  static let unknownSetting = DiagnosticCode("P0505", "unknown-setting")
  static let settingType = DiagnosticCode("P0506", "setting-type")
  static let letValue = DiagnosticCode("P0507", "let-value")
  static let reservedName = DiagnosticCode("P0508", "reserved-name")

  // P06xx: files
  static let importMissing = DiagnosticCode("P0601", "import-missing")
  static let importOutsideRoot = DiagnosticCode("P0602", "import-outside-root")
  static let importCycle = DiagnosticCode("P0603", "import-cycle")
  static let importNotAFile = DiagnosticCode("P0604", "import-not-a-file")
  static let importTooDeep = DiagnosticCode("P0605", "import-too-deep")
  static let tooManyFiles = DiagnosticCode("P0606", "too-many-files")
  static let fileTooLarge = DiagnosticCode("P0607", "file-too-large")
  static let programTooLarge = DiagnosticCode("P0608", "program-too-large")
  static let languageFirst = DiagnosticCode("P0609", "language-first")
  static let languageVersion = DiagnosticCode("P0610", "language-version")
  static let tooManyDeclarations = DiagnosticCode("P0611", "too-many-declarations")
  static let importUnreadable = DiagnosticCode("P0612", "import-unreadable")
  static let artifactTooLarge = DiagnosticCode("P0613", "artifact-too-large")
  static let notAPolicy = DiagnosticCode("P0614", "not-a-policy")

  // P07xx: meaning
  static let topologyCycle = DiagnosticCode("P0701", "topology-cycle")
  static let memberTwice = DiagnosticCode("P0702", "member-twice")
  static let shadowedRow = DiagnosticCode("P0703", "shadowed-row")
  static let unansweredClass = DiagnosticCode("P0704", "unanswered-class")
  // P0705 was a class that nothing produces, which is a lint rule's finding now.
  static let illegalForClass = DiagnosticCode("P0706", "illegal-for-class")
  static let illegalForEffect = DiagnosticCode("P0707", "illegal-for-effect")
  static let repeatsOnce = DiagnosticCode("P0708", "repeats-once")
  static let responseUnreachable = DiagnosticCode("P0709", "response-unreachable")
  static let classTwice = DiagnosticCode("P0710", "class-twice")
  static let shadowedMatch = DiagnosticCode("P0711", "shadowed-match")
  static let oneAnswer = DiagnosticCode("P0712", "one-answer")
  static let onceWithoutProbe = DiagnosticCode("P0713", "once-without-probe")
  static let resumeNowhere = DiagnosticCode("P0714", "resume-nowhere")
  static let sameLabelMissing = DiagnosticCode("P0715", "same-label-missing")
  static let otherwiseLast = DiagnosticCode("P0716", "otherwise-last")
  static let breakerCountsNothing = DiagnosticCode("P0717", "breaker-counts-nothing")
  static let topologyTooHigh = DiagnosticCode("P0718", "topology-too-high")

  // P08xx: joint constraints
  static let breakerNeverOpens = DiagnosticCode("P0801", "breaker-never-opens")
  static let breakerTripsItself = DiagnosticCode("P0802", "breaker-trips-itself")
  static let tierNeverReached = DiagnosticCode("P0803", "tier-never-reached")
  static let moreTiersThanAttempts = DiagnosticCode("P0804", "more-tiers-than-attempts")
  static let backoffAboveDeadline = DiagnosticCode("P0805", "backoff-above-deadline")
  static let hintAboveTimeLeft = DiagnosticCode("P0806", "hint-above-time-left")
  static let hedgeAfterTimeout = DiagnosticCode("P0807", "hedge-after-timeout")
  static let reserveAboveDeadline = DiagnosticCode("P0808", "reserve-above-deadline")
  static let probeSlowerThanFailback = DiagnosticCode("P0809", "probe-slower-than-failback")
  static let timeoutsOutOfOrder = DiagnosticCode("P0810", "timeouts-out-of-order")
  static let tooManyTags = DiagnosticCode("P0812", "too-many-tags")
  static let tooManyWays = DiagnosticCode("P0813", "too-many-ways")
  static let tooMuchState = DiagnosticCode("P0814", "too-much-state")
  static let tooManyCredentials = DiagnosticCode("P0815", "too-many-credentials")

  /// Every code, in order.
  public static let all: [DiagnosticCode] = [
    .notUTF8, .byteOrderMark, .strangeCharacter, .hiddenCharacter, .unterminatedText,
    .foreignComment, .wordTooLong, .textTooLong, .negativeNumber, .wantsKeyword, .missingComma,
    .extraComma, .missingValue, .unexpected, .unclosed, .strayBrace, .bracePlacement, .equalsSign,
    .tooDeep, .afterBlock, .blockWithoutKeyword, .unknownKeyword, .misplacedKeyword,
    .unknownLabel, .unknownWord, .wrongType, .missingArgument, .tooManyArguments,
    .repeatedStatement, .repeatedLabel, .missingStatement, .missingBlock, .unwantedBlock,
    .unwantedList, .wrongCombination, .missingUnit, .unknownUnit, .malformedNumber,
    .inexactNumber, .outOfRange, .badEscape, .numberTooLarge, .badURL, .literalSecret, .badText,
    .badHeaderName, .reservedHeader, .badAuthScheme, .badRequestPath, .misplacedCredential,
    .unknownName, .wrongKind, .declaredTwice, .extendsCycle, .unknownSetting, .settingType,
    .letValue, .reservedName, .importMissing, .importOutsideRoot, .importCycle, .importNotAFile,
    .importTooDeep, .tooManyFiles, .fileTooLarge, .programTooLarge, .languageFirst,
    .languageVersion, .tooManyDeclarations, .importUnreadable, .artifactTooLarge,
    .notAPolicy, .topologyCycle,
    .memberTwice, .shadowedRow, .unansweredClass, .illegalForClass,
    .illegalForEffect, .repeatsOnce, .responseUnreachable, .classTwice, .shadowedMatch,
    .oneAnswer, .onceWithoutProbe, .resumeNowhere, .sameLabelMissing, .otherwiseLast,
    .breakerCountsNothing, .topologyTooHigh, .breakerNeverOpens, .breakerTripsItself,
    .tierNeverReached,
    .moreTiersThanAttempts, .backoffAboveDeadline, .hintAboveTimeLeft, .hedgeAfterTimeout,
    .reserveAboveDeadline, .probeSlowerThanFailback, .timeoutsOutOfOrder,
    .tooManyTags, .tooManyWays, .tooMuchState, .tooManyCredentials,
  ]
}

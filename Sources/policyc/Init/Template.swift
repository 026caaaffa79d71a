/// A policy to begin with.
enum Template: String, CaseIterable {
  case chat, orders, regions

  /// The policy, with its comments.
  var text: String {
    switch self {
    case .chat: Template.chatText
    case .orders: Template.ordersText
    case .regions: Template.regionsText
    }
  }
}

/// A policy to begin with.
enum Template: String, CaseIterable {
  case chat, orders, payments, regions

  /// The policy, with its comments.
  var text: String {
    switch self {
    case .chat: Template.chatText
    case .orders: Template.ordersText
    case .payments: Template.paymentsText
    case .regions: Template.regionsText
    }
  }
}

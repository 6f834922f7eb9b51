namespace ScoreSde.Verification.Orders;

/// <summary>Orders measured on several processes.</summary>
/// <param name="Low">The least; not a number where one was nowhere to be seen.</param>
/// <param name="High">The greatest.</param>
public readonly record struct OrderRange(double Low, double High)
{
    /// <summary>Whether every order is the claimed one to within a tolerance.</summary>
    public bool Agrees(double claimed, double tolerance) => Math.Abs(Low - claimed) <= tolerance && Math.Abs(High - claimed) <= tolerance;
}

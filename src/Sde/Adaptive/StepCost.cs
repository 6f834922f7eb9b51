namespace ScoreSde.Adaptive;

/// <summary>What one sample took.</summary>
/// <param name="Accepted">Steps that were kept.</param>
/// <param name="Rejected">Steps that were tried and given up.</param>
public readonly record struct StepCost(int Accepted, int Rejected)
{
    /// <summary>Steps that were tried.</summary>
    public int Attempts => Accepted + Rejected;
}

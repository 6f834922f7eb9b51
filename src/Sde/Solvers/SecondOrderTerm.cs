namespace ScoreSde.Solvers;

/// <summary>How the multistep method of order 2 weighs the slope of x̂₀ in λ.</summary>
public enum SecondOrderTerm
{
    /// <summary>−½ α_t expm1(−h): x̂₀ taken in the middle of the step. The usual choice.</summary>
    Midpoint = 0,

    /// <summary>α_t h φ₂(−h): a straight line in λ integrated exactly.</summary>
    Heun = 1,
}

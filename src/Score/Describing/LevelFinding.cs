using ScoreSde.Processes;

namespace ScoreSde.Describing;

/// <summary>What a network answered at one level, over rows x = α x₀ + σ z.</summary>
/// <param name="Level">The level.</param>
/// <param name="Norm">E‖ε‖²/d: near 1 where noise is all that is left of x.</param>
/// <param name="Agreement">E⟨ε, z⟩/d: near 1 there too.</param>
/// <param name="Error">E‖ε − z‖²/d: a network that says nothing, ε = 0, has 1.</param>
/// <param name="LinearError">The same of the best answer that is linear in each coordinate of x, mean of α² v/(α² v + σ²) over the variances v of the rows.</param>
public sealed record LevelFinding(NoiseLevel Level, double Norm, double Agreement, double Error, double LinearError);

namespace ScoreSde.Verification.Laws;

/// <summary>What a property speaks of: the part that is to blame when it fails.</summary>
public enum Subject
{
    /// <summary>β(t), ∫β and its inverse.</summary>
    Schedule,

    /// <summary>α, σ, λ, f and g².</summary>
    Process,

    /// <summary>The discrete DDPM chain and its limit.</summary>
    Chain,

    /// <summary>Rules that make time grids.</summary>
    Grid,

    /// <summary>Exact scores, densities and conversions between predictions.</summary>
    Score,

    /// <summary>Named random numbers.</summary>
    Noise,

    /// <summary>One step, or the law at the end of a run, of a solver.</summary>
    Solver,

    /// <summary>Threads, tiles, shards and seeds of a run.</summary>
    Sampler,

    /// <summary>Bounds on the log-likelihood.</summary>
    Likelihood,

    /// <summary>Guidance by classes and by gradients.</summary>
    Guidance,

    /// <summary>Measurements and posteriors.</summary>
    Inverse,

    /// <summary>Methods that choose their own steps.</summary>
    Adaptive,
}

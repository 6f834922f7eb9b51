namespace ScoreSde.Describing;

/// <summary>How a network is told the noise level, before the factor <c>timeScale</c>.</summary>
public enum TimeKind
{
    /// <summary>It is not told.</summary>
    None,

    /// <summary>The index of a chain of T steps counted from 0, T t − 1: DDPM, diffusers.</summary>
    Index,

    /// <summary>The index counted from 1, T t.</summary>
    IndexFromOne,

    /// <summary>The time t of the process.</summary>
    Time,

    /// <summary>σ of the process.</summary>
    Deviation,

    /// <summary>σ/α, the noise level of EDM and k-diffusion.</summary>
    Ratio,

    /// <summary>λ = ln(α/σ).</summary>
    Lambda,

    /// <summary>ln(α²/σ²) = 2 λ, the log signal-to-noise ratio.</summary>
    LogSignalToNoise,

    /// <summary>ln(σ/α)/4, the c_noise of EDM.</summary>
    QuarterLogRatio,

    /// <summary>σ/(α + σ), the time of a flow whose noise end is 1.</summary>
    Flow,

    /// <summary>α/(α + σ), the time of a flow whose data end is 1.</summary>
    FlowReversed,
}

namespace ScoreSde.Describing;

/// <summary>In which scale a network takes its input: the factor of x_t = α x₀ + σ ε before the network.</summary>
public enum InputScale
{
    /// <summary>1: x_t as the process has it.</summary>
    State,

    /// <summary>1/α: x₀ + (σ/α) ε, the state of EDM and k-diffusion.</summary>
    Ratio,

    /// <summary>1/√(α² + σ²): the variance-preserving state of the same noise.</summary>
    Unit,

    /// <summary>1/(α + σ): (1 − u) x₀ + u ε with u = σ/(α + σ), the straight path of flow matching.</summary>
    Flow,

    /// <summary>c_in/α = 1/(α √((σ/α)² + σ_data²)): Karras et al. 2022, table 1.</summary>
    Edm,
}

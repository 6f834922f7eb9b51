namespace ScoreSde.Describing;

/// <summary>What a network's output y stands for. x_t = α x₀ + σ ε; primes are in the scale of the network's input (<see cref="InputScale"/>).</summary>
public enum OutputKind
{
    /// <summary>The noise ε: DDPM, most of diffusers (prediction_type epsilon).</summary>
    Noise,

    /// <summary>The data x₀ (prediction_type sample), also the denoiser D of EDM.</summary>
    Data,

    /// <summary>v = α' ε − σ' x₀ (prediction_type v_prediction). Salimans and Ho 2022.</summary>
    Velocity,

    /// <summary>The score ∇ log p of the network's input, −ε/σ': Song et al. 2021.</summary>
    Score,

    /// <summary>ε − x₀, the velocity of a flow whose time rises with the noise (prediction_type flow_prediction).</summary>
    Flow,

    /// <summary>x₀ − ε, the velocity of a flow whose time rises to the data. Lipman et al. 2023, Liu et al. 2023.</summary>
    FlowReversed,

    /// <summary>The raw F of EDM: D = c_skip x + c_out F(c_in x). Karras et al. 2022, table 1.</summary>
    Edm,
}

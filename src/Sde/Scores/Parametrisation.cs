namespace ScoreSde.Scores;

/// <summary>What a network's output stands for. x_t = α x₀ + σ ε throughout.</summary>
public enum Parametrisation
{
    /// <summary>The noise ε.</summary>
    Noise,

    /// <summary>The score ∇ log p_t = −ε/σ.</summary>
    Score,

    /// <summary>The data x₀.</summary>
    Data,

    /// <summary>The velocity v = α ε − σ x₀.</summary>
    Velocity,

    /// <summary>The velocity of the straight path, u = ε − x₀: dx/dt where α = 1 − t and σ = t. Others whose time runs to the data take x₀ − ε.</summary>
    Flow,
}

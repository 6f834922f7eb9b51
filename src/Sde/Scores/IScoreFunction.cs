using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// A model of the noise in x_t: ε(x, t) = −σ(t) ∇ log p_t(x), written into a given state. Score, data and velocity
/// predictions become one by <see cref="Conversion"/>.
/// </summary>
/// <remarks>
/// <para>
/// At a level with α = 0 (<see cref="NoiseLevel.IsPureNoise"/>), where x = σ ε tells ε already and ε tells nothing of the data, a model writes x̂₀ = E[x₀|x] in the
/// place of ε; one that cannot ends its <see cref="Range"/> below or throws. A combination of models with weights that add up to 1, guidance say, is the same for both.
/// </para>
/// <para>
/// One instance serves all worker threads at once. A row of ε may depend on the same row of x, on the level and on the
/// sample's index (a class label, say), never on other rows. It must not allocate in steady state.
/// </para>
/// </remarks>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface IScoreFunction<TState>
{
    /// <summary>Numbers in one sample.</summary>
    int Dimension { get; }

    /// <summary>The times at which the model may be asked: all, unless it says otherwise. Samplers ask at no other and refuse grids that would.</summary>
    TimeRange Range => TimeRange.Whole;

    /// <summary>epsilon = ε(x, level), or x̂₀ where α = 0. The two states are distinct; x is left as it is.</summary>
    void Evaluate(TState x, NoiseLevel level, TState epsilon);
}

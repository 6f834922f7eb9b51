namespace ScoreSde.Solvers;

/// <summary>
/// An explicit Runge–Kutta method: stages k_i = f(t + c_i h, x + h Σ_{j&lt;i} a_ij k_j), result x + h Σ b_i k_i.
/// </summary>
public sealed class ButcherTableau
{
    private readonly double[][] stages;
    private readonly double[] result;

    /// <param name="name">The method's name, to which solvers add their variable.</param>
    /// <param name="title">What the field calls it.</param>
    /// <param name="order">Its order.</param>
    /// <param name="source">Where it is printed.</param>
    /// <param name="stages">Row i holds a_i0 … a_i,i−1; row 0 is empty.</param>
    /// <param name="result">b.</param>
    /// <exception cref="ArgumentException">Σ b is not 1, or a row has not one entry for each earlier stage.</exception>
    public ButcherTableau(string name, string title, int order, string source, double[][] stages, double[] result)
    {
        ArgumentNullException.ThrowIfNull(stages);
        ArgumentNullException.ThrowIfNull(result);
        if (Math.Abs(result.Sum() - 1) > 1e-15 || stages.Length != result.Length)
        {
            throw new ArgumentException($"The weights of {name} must add up to 1, one for each stage.", nameof(result));
        }

        for (int i = 0; i < stages.Length; i++)
        {
            if (stages[i].Length != i)
            {
                throw new ArgumentException($"Row {i} of {name} has {stages[i].Length} entries, not {i}.", nameof(stages));
            }
        }

        (Name, Title, Order, Source, this.stages, this.result) = (name, title, order, source, stages, result);
    }

    /// <summary>Kutta's method of order 3: c = 0, ½, 1.</summary>
    public static ButcherTableau Kutta3 { get; } = new(
        "kutta3", "Kutta's third-order method", 3, "Hairer, Nørsett and Wanner 1993, §II.1",
        [[], [0.5], [-1, 2]],
        [1.0 / 6, 2.0 / 3, 1.0 / 6]);

    /// <summary>The classical method of order 4.</summary>
    public static ButcherTableau Classical4 { get; } = new(
        "rk4", "Classical Runge–Kutta", 4, "Hairer, Nørsett and Wanner 1993, table II.1.2",
        [[], [0.5], [0, 0.5], [0, 0, 1]],
        [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6]);

    /// <summary>The method's name, to which solvers add their variable.</summary>
    public string Name { get; }

    /// <summary>What the field calls it.</summary>
    public string Title { get; }

    /// <summary>Its order.</summary>
    public int Order { get; }

    /// <summary>Where it is printed.</summary>
    public string Source { get; }

    /// <summary>Stages.</summary>
    public int Stages => result.Length;

    /// <summary>c_i = Σ_j a_ij.</summary>
    public double Node(int stage) => stages[stage].Sum();

    /// <summary>a_i0 … a_i,i−1 of a stage.</summary>
    public ReadOnlySpan<double> Row(int stage) => stages[stage];

    /// <summary>b.</summary>
    public ReadOnlySpan<double> Weights => result;
}

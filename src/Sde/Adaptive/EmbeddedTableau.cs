namespace ScoreSde.Adaptive;

/// <summary>
/// An explicit Runge–Kutta method with a second set of weights of lower order, whose difference estimates the error of a step. The last
/// stage is the first of the next step.
/// </summary>
public sealed class EmbeddedTableau
{
    private readonly double[][] stages;
    private readonly double[] errors;

    /// <param name="name">The method's name on the command line.</param>
    /// <param name="title">What the field calls it.</param>
    /// <param name="order">Order of the result.</param>
    /// <param name="errorOrder">Order of the lower result.</param>
    /// <param name="source">Where it is printed.</param>
    /// <param name="stages">Row i holds a_i0 … a_i,i−1; row 0 is empty. The last row is b, the weights of the result.</param>
    /// <param name="errors">b − b̂, one for each stage.</param>
    /// <exception cref="ArgumentException">Σ b is not 1, Σ (b − b̂) is not 0, or a row has not one entry for each earlier stage.</exception>
    public EmbeddedTableau(string name, string title, int order, int errorOrder, string source, double[][] stages, double[] errors)
    {
        ArgumentNullException.ThrowIfNull(stages);
        ArgumentNullException.ThrowIfNull(errors);
        for (int i = 0; i < stages.Length; i++)
        {
            if (stages[i].Length != i)
            {
                throw new ArgumentException($"Row {i} of {name} has {stages[i].Length} entries, not {i}.", nameof(stages));
            }
        }

        if (stages.Length == 0 || Math.Abs(stages[^1].Sum() - 1) > 1e-14 || Math.Abs(errors.Sum()) > 1e-14 || errors.Length != stages.Length)
        {
            throw new ArgumentException($"The weights of {name} must add up to 1 and those of its error to 0, one for each stage.", nameof(errors));
        }

        (Name, Title, Order, ErrorOrder, Source, this.stages, this.errors) = (name, title, order, errorOrder, source, stages, errors);
    }

    /// <summary>Dormand–Prince 5(4). Hairer, Nørsett and Wanner 1993, table II.5.2.</summary>
    public static EmbeddedTableau DormandPrince { get; } = new(
        "dopri5", "Dormand–Prince 5(4)", 5, 4, "Dormand and Prince 1980",
        [
            [],
            [1.0 / 5],
            [3.0 / 40, 9.0 / 40],
            [44.0 / 45, -56.0 / 15, 32.0 / 9],
            [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
            [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
            [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
        ],
        [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40]);

    /// <summary>Tsitouras 5(4). Ch. Tsitouras, Runge–Kutta pairs of order 5(4) satisfying only the first column simplifying assumption, 2011.</summary>
    public static EmbeddedTableau Tsitouras { get; } = new(
        "tsit5", "Tsitouras 5(4)", 5, 4, "Tsitouras 2011",
        [
            [],
            [0.161],
            [-0.008480655492356989, 0.335480655492357],
            [2.8971530571054935, -6.359448489975075, 4.3622954328695815],
            [5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525],
            [5.86145544294642, -12.92096931784711, 8.159367898576159, -0.071584973281401, -0.028269050394068383],
            [0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774],
        ],
        [
            -0.00178001105222577714, -0.0008164344596567469, 0.007880878010261995, -0.1447110071732629, 0.5823571654525552, -0.45808210592918697,
            1.0 / 66,
        ]);

    /// <summary>The method's name on the command line.</summary>
    public string Name { get; }

    /// <summary>What the field calls it.</summary>
    public string Title { get; }

    /// <summary>Order of the result.</summary>
    public int Order { get; }

    /// <summary>Order of the lower result.</summary>
    public int ErrorOrder { get; }

    /// <summary>Where it is printed.</summary>
    public string Source { get; }

    /// <summary>Stages, of which a step evaluates all but the first.</summary>
    public int Stages => stages.Length;

    /// <summary>b − b̂.</summary>
    public ReadOnlySpan<double> Errors => errors;

    /// <summary>c_i = Σ_j a_ij.</summary>
    public double Node(int stage) => stages[stage].Sum();

    /// <summary>a_i0 … a_i,i−1 of a stage; that of the last stage is b.</summary>
    public ReadOnlySpan<double> Row(int stage) => stages[stage];
}

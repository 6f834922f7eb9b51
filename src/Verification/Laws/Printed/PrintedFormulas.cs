using ScoreSde.Discrete;

namespace ScoreSde.Verification.Laws.Printed;

/// <summary>
/// Slips that printed tutorials contain, each as a formula that runs. α_t = 1 − β_t and ᾱ_t = Π α, as in Ho et al. 2020; s is ∇ ln p_t(x).
/// </summary>
public static class PrintedFormulas
{
    private const string Forward = "forward process";
    private const string Posterior = "derivation of the posterior";
    private const string Loop = "sampling loop";
    private const string Scores = "score and denoising";
    private const string Continuous = "passage to the SDE";

    /// <summary>All of them, in the order of a lecture.</summary>
    public static IReadOnlyList<PrintedFormula> All { get; } = [.. OfForward(), .. OfPosterior(), .. OfScores(), .. OfLoop(), .. OfContinuous()];

    private static IEnumerable<PrintedFormula> OfForward() =>
    [
        new()
        {
            Name = "rising-alpha-bar",
            Quantity = "steps i = 1 … T with ᾱ_i > ᾱ_{i−1}",
            Printed = "ᾱ_t increases: T",
            Right = "ᾱ_t falls by the factor 1 − β_t: 0",
            Place = Forward,
            PrintedValue = static s => s.Chain.Steps,
            RightValue = static s => Enumerable.Range(1, s.Chain.Steps).Count(i => s.Chain.AlphaBar(i) > s.Chain.AlphaBar(i - 1)),
            Independent = static _ => 0,
            Miss = static s => s.Chain.Steps,
        },
        new()
        {
            Name = "deviation-for-variance",
            Quantity = "Var(x_t | x₀)",
            Printed = "√(1 − ᾱ_t)",
            Right = "1 − ᾱ_t",
            Place = Forward,
            PrintedValue = static s => Math.Sqrt(s.Chain.ClosedForm(s.Index).Variance),
            RightValue = static s => s.Chain.ClosedForm(s.Index).Variance,
            Independent = static s => s.VarianceAfter(s.Index, 0),
            Miss = static s => Math.Sqrt(s.VarianceAfter(s.Index, 0)) * (1 - Math.Sqrt(s.VarianceAfter(s.Index, 0))),
        },
        new()
        {
            Name = "variance-for-deviation",
            Quantity = "Var x_t of data of variance 1",
            Printed = "that of √ᾱ_t x₀ + (1 − ᾱ_t) ε",
            Right = "that of √ᾱ_t x₀ + √(1 − ᾱ_t) ε",
            Place = Forward,
            PrintedValue = static s => s.Bar + (s.Left * s.Left),
            RightValue = static s => s.Chain.ClosedForm(s.Index) is var k ? (k.OnState * k.OnState) + k.Variance : 0,
            Independent = static s => s.VarianceAfter(s.Index, 1),
            Miss = static s => -s.Bar * s.Left,
        },
        new()
        {
            Name = "sum-for-squares",
            Quantity = "Var x_t of data of variance 1",
            Printed = "steps α x + β ε with α + β = 1",
            Right = "steps a x + b ε with a² + b² = 1",
            Place = Forward,
            PrintedValue = static s => Enumerable.Range(1, s.Index).Aggregate(1.0, (v, i) => Square(1 - s.Chain.Beta(i)) * v + Square(s.Chain.Beta(i))),
            RightValue = static s => Enumerable.Range(1, s.Index).Aggregate(1.0, (v, i) => (Square(s.Chain.Forward(i).OnState) * v) + s.Chain.Forward(i).Variance),
            Independent = static _ => 1,
            Miss = static s => -Enumerable.Range(1, s.Index).Aggregate(0.0, (less, i) => (Square(1 - s.Chain.Beta(i)) * less) + (2 * s.Chain.Beta(i) * (1 - s.Chain.Beta(i)))),
        },
        new()
        {
            Name = "alpha-for-alpha-bar",
            Quantity = "E(x_t | x₀)",
            Printed = "√α_t x₀",
            Right = "√ᾱ_t x₀",
            Place = Forward,
            PrintedValue = static s => s.Chain.Forward(s.Index).OnState * s.Data,
            RightValue = static s => s.Chain.ClosedForm(s.Index).OnState * s.Data,
            Independent = static s => s.Scale(s.Index) * s.Data,
            Miss = static s => Math.Sqrt(1 - s.Beta) * (1 - s.Scale(s.Index - 1)) * s.Data,
        },
        new()
        {
            Name = "previous-for-data",
            Quantity = "E(x_t | x₀)",
            Printed = "√ᾱ_t x_{t−1}, at every step",
            Right = "√ᾱ_t x₀",
            Place = Forward,
            PrintedValue = static s => Enumerable.Range(1, s.Index).Aggregate(s.Data, (x, i) => s.Chain.ClosedForm(i).OnState * x),
            RightValue = static s => s.Chain.ClosedForm(s.Index).OnState * s.Data,
            Independent = static s => s.Scale(s.Index) * s.Data,
            Miss = static s => -s.Scale(s.Index) * (1 - Enumerable.Range(1, s.Index - 1).Aggregate(1.0, (x, i) => s.Scale(i) * x)) * s.Data,
        },
        new()
        {
            Name = "deviations-added",
            Quantity = "deviation of two steps' noise",
            Printed = "√α_t √β_{t−1} + √β_t",
            Right = "√(1 − α_t α_{t−1})",
            Place = Forward,
            PrintedValue = static s => (s.Chain.Forward(s.Index).OnState * s.Chain.Forward(s.Index - 1).Deviation) + s.Chain.Forward(s.Index).Deviation,
            RightValue = static s => Math.Sqrt(s.Beta + s.Chain.Beta(s.Index - 1) - (s.Beta * s.Chain.Beta(s.Index - 1))),
            Independent = static s => Math.Sqrt((Square(s.Chain.Forward(s.Index).OnState) * s.Chain.Forward(s.Index - 1).Variance) + s.Chain.Forward(s.Index).Variance),
            Miss = static s =>
            {
                (double a, double b) = ((1 - s.Beta) * s.Chain.Beta(s.Index - 1), s.Beta);
                return 2 * Math.Sqrt(a * b) / (Math.Sqrt(a) + Math.Sqrt(b) + Math.Sqrt(a + b));
            },
        },
    ];

    private static IEnumerable<PrintedFormula> OfPosterior() =>
    [
        new()
        {
            Name = "mean-without-beta",
            Quantity = "μ̃_t(x_t, x₀)",
            Printed = "√α_t (1−ᾱ_{t−1})/(1−ᾱ_t) x_t + √ᾱ_{t−1}/(1−ᾱ_t) x₀",
            Right = "… + √ᾱ_{t−1} β_t/(1−ᾱ_t) x₀",
            Place = Posterior,
            PrintedValue = static s => (s.Chain.PosteriorFromData(s.Index).OnState * s.State) + (Math.Sqrt(s.BarBefore) / s.Left * s.Data),
            RightValue = static s => s.Chain.PosteriorFromData(s.Index) is var k ? (k.OnState * s.State) + (k.OnOther * s.Data) : 0,
            Independent = static s => s.Bayes(s.Scale(s.Index - 1) * s.Data, s.VarianceAfter(s.Index - 1, 0)).Mean,
            Miss = static s => Math.Sqrt(s.BarBefore) * (1 - s.Beta) / s.Left * s.Data,
        },
        new()
        {
            Name = "next-for-previous",
            Quantity = "β̃_t = Var(x_{t−1} | x_t, x₀)",
            Printed = "β_t (1−ᾱ_{t+1})/(1−ᾱ_t)",
            Right = "β_t (1−ᾱ_{t−1})/(1−ᾱ_t)",
            Place = Posterior,
            PrintedValue = static s => s.Beta * s.Chain.NoiseVariance(s.Index + 1) / s.Left,
            RightValue = static s => s.Chain.PosteriorFromData(s.Index).Variance,
            Independent = static s => s.Bayes(0, s.VarianceAfter(s.Index - 1, 0)).Variance,
            Miss = static s => s.Beta * s.BarBefore * (1 - ((1 - s.Beta) * (1 - s.Chain.Beta(s.Index + 1)))) / s.Left,
        },
        new()
        {
            Name = "bars-swapped",
            Quantity = "β̃_t = Var(x_{t−1} | x_t, x₀)",
            Printed = "β_t (1−ᾱ_t)/(1−ᾱ_{t−1})",
            Right = "β_t (1−ᾱ_{t−1})/(1−ᾱ_t)",
            Place = Posterior,
            PrintedValue = static s => s.Beta * s.Left / s.LeftBefore,
            RightValue = static s => s.Chain.PosteriorFromData(s.Index).Variance,
            Independent = static s => s.Bayes(0, s.VarianceAfter(s.Index - 1, 0)).Variance,
            Miss = static s => s.Beta * s.Beta * s.BarBefore * (s.Left + s.LeftBefore) / (s.Left * s.LeftBefore),
        },
        new()
        {
            Name = "given-data-forgotten",
            Quantity = "Var(x_{t−1} | x_t), data N(m, v)",
            Printed = "β̃_t, that given x₀ too",
            Right = "β̃_t + (√ᾱ_{t−1} β_t/(1−ᾱ_t))² Var(x₀ | x_t)",
            Place = Posterior,
            PrintedValue = static s => s.Chain.PosteriorFromData(s.Index).Variance,
            RightValue = static s => s.Chain.PosteriorFromData(s.Index) is var k ? k.Variance + (Square(k.OnOther) * s.Variance * s.Left / ((s.Bar * s.Variance) + s.Left)) : 0,
            Independent = static s => s.Bayes(0, s.VarianceAfter(s.Index - 1, s.Variance)).Variance,
            Miss = static s => -s.BarBefore * Square(s.Beta) * s.Variance / (s.Left * ((s.Bar * s.Variance) + s.Left)),
        },
        new()
        {
            Name = "divergence-without-half",
            Quantity = "KL(N(μ, β̃_t) ‖ N(μ, β_t))",
            Printed = "ln(σ₂/σ₁) + (σ₁² + (μ₁−μ₂)²)/(2σ₂²)",
            Right = "ln(σ₂/σ₁) + (σ₁² + (μ₁−μ₂)²)/(2σ₂²) − ½",
            Place = Posterior,
            PrintedValue = static s => Divergence(s) + 0.5,
            RightValue = Divergence,
            Independent = DivergenceByQuadrature,
            Miss = static _ => 0.5,
        },
    ];

    private static IEnumerable<PrintedFormula> OfScores() =>
    [
        new()
        {
            Name = "score-without-deviation",
            Quantity = "∇ ln q(x_t | x₀)",
            Printed = "−ε",
            Right = "−ε/√(1−ᾱ_t)",
            Place = Scores,
            PrintedValue = static s => -s.Noise,
            RightValue = static s => -s.Noise / s.Chain.ClosedForm(s.Index).Deviation,
            Independent = static s => -(s.State - (s.Scale(s.Index) * s.Data)) / s.VarianceAfter(s.Index, 0),
            Miss = static s => s.Noise * s.Bar / (Math.Sqrt(s.Left) * (1 + Math.Sqrt(s.Left))),
        },
        new()
        {
            Name = "data-without-scale",
            Quantity = "x₀ from x_t and ε",
            Printed = "x_t − √(1−ᾱ_t) ε",
            Right = "(x_t − √(1−ᾱ_t) ε)/√ᾱ_t",
            Place = Scores,
            PrintedValue = static s => s.State - (Math.Sqrt(s.Left) * s.Noise),
            RightValue = static s => (s.State - (s.Chain.ClosedForm(s.Index).Deviation * s.Noise)) / s.Chain.ClosedForm(s.Index).OnState,
            Independent = static s => s.Data,
            Miss = static s => (s.Scale(s.Index) - 1) * s.Data,
        },
        new()
        {
            Name = "deviation-in-tweedie",
            Quantity = "E(x₀ | x_t), data N(m, v)",
            Printed = "(x_t + √(1−ᾱ_t) s)/√ᾱ_t",
            Right = "(x_t + (1−ᾱ_t) s)/√ᾱ_t",
            Place = Scores,
            PrintedValue = static s => (s.State + (Math.Sqrt(s.Left) * s.Score)) / Math.Sqrt(s.Bar),
            RightValue = static s => (s.State + (s.Chain.ClosedForm(s.Index).Variance * s.Score)) / s.Chain.ClosedForm(s.Index).OnState,
            Independent = static s => s.Data + (s.Scale(s.Index) * s.Variance / s.VarianceAfter(s.Index, s.Variance) * (s.State - (s.Scale(s.Index) * s.Data))),
            Miss = static s => Math.Sqrt(s.Left) * (1 - Math.Sqrt(s.Left)) * s.Score / Math.Sqrt(s.Bar),
        },
    ];

    private static IEnumerable<PrintedFormula> OfLoop() =>
    [
        new()
        {
            Name = "score-for-mean",
            Quantity = "E(x_{t−1} | x_t), data N(m, v)",
            Printed = "s",
            Right = "(x_t + β_t s)/√α_t",
            Place = Loop,
            PrintedValue = static s => s.Score,
            RightValue = static s => s.Chain.ReverseFromScore(s.Index, 0) is var k ? (k.OnState * s.State) + (k.OnOther * s.Score) : 0,
            Independent = static s => s.Bayes(s.Scale(s.Index - 1) * s.Data, s.VarianceAfter(s.Index - 1, s.Variance)).Mean,
            Miss = static s => (((Math.Sqrt(1 - s.Beta) - s.Beta) * s.Score) - s.State) / Math.Sqrt(1 - s.Beta),
        },
        new()
        {
            Name = "alpha-for-alpha-bar-in-mean",
            Quantity = "μ̃_t(x_t, ε)",
            Printed = "(x_t − β_t/√(1−α_t) ε)/√α_t",
            Right = "(x_t − β_t/√(1−ᾱ_t) ε)/√α_t",
            Place = Loop,
            PrintedValue = static s => (s.State - (Math.Sqrt(s.Beta) * s.Noise)) / Math.Sqrt(1 - s.Beta),
            RightValue = static s => s.Chain.PosteriorFromNoise(s.Index) is var k ? (k.OnState * s.State) + (k.OnOther * s.Noise) : 0,
            Independent = static s => s.Bayes(s.Scale(s.Index - 1) * s.Data, s.VarianceAfter(s.Index - 1, 0)).Mean,
            Miss = static s => -Math.Sqrt(s.Beta) * (1 - Math.Sqrt(s.Beta / s.Left)) / Math.Sqrt(1 - s.Beta) * s.Noise,
        },
        new()
        {
            Name = "noise-by-variance",
            Quantity = "Var(x_{t−1} | x_t, x₀)",
            Printed = "that of μ + β̃_t z",
            Right = "that of μ + √β̃_t z",
            Place = Loop,
            PrintedValue = static s => Square(s.Chain.PosteriorFromData(s.Index).Variance),
            RightValue = static s => Square(s.Chain.PosteriorFromData(s.Index).Deviation),
            Independent = static s => s.Bayes(0, s.VarianceAfter(s.Index - 1, 0)).Variance,
            Miss = static s => s.Bayes(0, s.VarianceAfter(s.Index - 1, 0)).Variance is var b ? -b * (1 - b) : 0,
        },
    ];

    private static IEnumerable<PrintedFormula> OfContinuous() =>
    [
        new()
        {
            Name = "half-lost-in-decay",
            Quantity = "E(x(t) | x₀)",
            Printed = "e^(−∫β) x₀",
            Right = "e^(−½∫β) x₀",
            Place = Continuous,
            PrintedValue = static s => s.Bar * s.Data,
            RightValue = static s => Math.Sqrt(s.Bar) * s.Data,
            Independent = static s => s.Scale(s.Index) * s.Data,
            Miss = static s => -s.Scale(s.Index) * (1 - s.Scale(s.Index)) * s.Data,
        },
        new()
        {
            Name = "half-score-with-noise",
            Quantity = "Var x(0) of data of variance 1, from t down",
            Printed = "dx = (f − ½ g² s) dt + g dw̄: 1 + ∫β",
            Right = "dx = (f − g² s) dt + g dw̄: 1",
            Place = Continuous,
            PrintedValue = static s => 1 - Math.Log(s.Bar),
            RightValue = static s => s.Bar + s.Left,
            Independent = static _ => 1,
            Miss = static s => -2 * Math.Log(s.Scale(s.Index)),
        },
        new()
        {
            Name = "time-not-reversed",
            Quantity = "Var x(0) of data of variance 1, from t down",
            Printed = "(f − g² s) dt with dt > 0: 2 e^(∫β) − 1",
            Right = "(f − g² s) dt with dt < 0: 1",
            Place = Continuous,
            PrintedValue = static s => (2 / s.Bar) - 1,
            RightValue = static s => s.Bar + s.Left,
            Independent = static _ => 1,
            Miss = static s => 2 * s.VarianceAfter(s.Index, 0) / Square(s.Scale(s.Index)),
        },
        new()
        {
            Name = "langevin-without-two",
            Quantity = "Var at the end of Langevin's steps η = β_t v on N(m, v)",
            Printed = "steps x + η s + √η z: half of it",
            Right = "steps x + η s + √(2η) z: v/(1 − ½ η/v)",
            Place = Continuous,
            PrintedValue = static s => s.Beta * s.Variance / (1 - Square(1 - s.Beta)),
            RightValue = static s => s.Variance / (1 - (0.5 * s.Beta)),
            Independent = static s => (Square(1 - s.Beta) * s.Variance / (1 - (0.5 * s.Beta))) + (2 * s.Beta * s.Variance),
            Miss = static s => -0.5 * s.Variance / (1 - (0.5 * s.Beta)),
        },
    ];

    private static double Square(double x) => x * x;

    private static double Divergence(PrintedSetting s)
    {
        double ratio = s.Chain.PosteriorFromData(s.Index).Variance / s.Beta;
        return 0.5 * (ratio - 1 - Math.Log(ratio));
    }

    // ∫ q ln(q/p) over ±10 deviations of q, by sums as fine as normal densities ask for.
    private static double DivergenceByQuadrature(PrintedSetting s)
    {
        double q = s.Bayes(0, s.VarianceAfter(s.Index - 1, 0)).Variance;
        double width = Math.Sqrt(q);
        double sum = 0;
        for (int k = -60; k <= 60; k++)
        {
            double z = k / 6.0;
            sum += Math.Exp(-0.5 * z * z) * ((0.5 * Math.Log(s.Beta / q)) - (0.5 * z * z) + (0.5 * Square(z * width) / s.Beta));
        }

        return sum / (6 * Math.Sqrt(2 * Math.PI));
    }
}

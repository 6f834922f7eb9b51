using ScoreSde.Special;

namespace ScoreSde.Solvers;

/// <summary>
/// DEIS tAB-q: x ← (α_t/α_s) x + α_t ∫ P dσ̃ over the step, P the polynomial in t of degree q through the last q + 1 values of ε.
/// Shorter polynomials at the start and in a step
/// that outgrows its history (<see cref="LevelBound"/>); a step to t = 0 is x̂₀. Zhang and Chen 2023.
/// </summary>
/// <remarks>
/// With τ = (t_s − u)/δ the moments are ∫ τ^j dσ̃ = −j σ̃_t ∫₀¹ expm1(λ_t − λ_u) τ^(j−1) dτ, by parts, by Gauss–Legendre
/// quadrature. The weight of a constant is exact, so a point of data is followed exactly.
/// </remarks>
/// <param name="Degree">q, 1 to 3.</param>
public sealed record DeisAdams(int Degree = 3) : ISolver
{
    /// <summary>q.</summary>
    public int Degree { get; } = (int)Require.Between(Degree, 1, InterpolationWeights.MostNodes);

    /// <inheritdoc/>
    public SolverFacts Facts => new($"deis-tab{Degree}", $"DEIS tAB{Degree}", Degree + 1, null, 1, 1, "Zhang and Chen 2023");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Degree);
    }

    private sealed class Stepper<TState>(Problem<TState> problem, int degree) : IStepper<TState>
    {
        private readonly PredictionHistory<TState> epsilon = new(problem.Space, degree + 1);
        private readonly (double Weight, TState State)[] terms = new (double, TState)[degree + 2];
        private readonly GaussLegendre rule = new(16);

        public void Step(TState x, in GridStep step)
        {
            problem.Score.Evaluate(x, step.From, epsilon.Push(in step));
            int count = step.To.IsClean ? 0 : epsilon.Count - 1;
            Span<double> nodes = stackalloc double[count];
            Span<double> moments = stackalloc double[count];
            Span<double> weights = stackalloc double[count];
            for (int k = 0; k < count; k++)
            {
                nodes[k] = (step.From.Time - epsilon.Level(k + 1).Time) / step.Length;
            }

            FillMoments(moments, in step);
            double newest = step.FlowEpsilonFactor;
            count = LevelBound.Fill(nodes, moments, weights, newest);
            for (int k = 0; k < count; k++)
            {
                newest -= weights[k];
                terms[k + 2] = (weights[k], epsilon[k + 1]);
            }

            terms[0] = (step.MeanScaleRatio, x);
            terms[1] = (newest, epsilon[0]);
            problem.Space.Combine(x, terms.AsSpan(0, count + 2));
        }

        // moments[j − 1] = α_t ∫ τ^j dσ̃.
        private void FillMoments(Span<double> moments, in GridStep step)
        {
            if (moments.IsEmpty)
            {
                return;
            }

            moments.Clear();
            foreach ((double node, double weight) in rule.Points)
            {
                double lambda = problem.Process.At(step.From.Time - (node * step.Length)).Lambda;
                double term = -step.To.Deviation * weight * Exponentials.Expm1(step.To.Lambda - lambda);
                for (int j = 0; j < moments.Length; j++)
                {
                    moments[j] += (j + 1) * term;
                    term *= node;
                }
            }
        }
    }
}

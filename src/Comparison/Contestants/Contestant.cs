using ScoreSde.Adaptive;
using ScoreSde.Solvers;

namespace ScoreSde.Comparison.Contestants;

/// <summary>A method under the name by which reports call it.</summary>
/// <param name="Name">The name.</param>
public abstract record Contestant(string Name)
{
    /// <summary>Whether it draws noise on its way.</summary>
    public abstract bool IsStochastic { get; }

    /// <summary>Solvers under their own names.</summary>
    public static IReadOnlyList<Contestant> Of(params ReadOnlySpan<ISolver> solvers)
    {
        var contestants = new List<Contestant>();
        foreach (ISolver solver in solvers)
        {
            contestants.Add(new SteppingContestant(solver.Facts.Name, solver.Facts, _ => solver));
        }

        return contestants;
    }

    /// <summary>A method that chooses its steps.</summary>
    /// <param name="name">The name in reports, with the tolerance.</param>
    /// <param name="method">The method.</param>
    public static Contestant Of(string name, IAdaptiveMethod method) => new AdaptiveContestant(name, method ?? throw new ArgumentNullException(nameof(method)));
}

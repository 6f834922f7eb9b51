namespace ScoreSde.Solvers;

/// <summary>The variance of the noise in a step of <see cref="Ancestral"/> sampling.</summary>
public interface IReverseVariance
{
    /// <summary>The last part of the solver's name, for example <c>beta</c>.</summary>
    string Name { get; }

    /// <summary>What the field calls it.</summary>
    string Title { get; }

    /// <summary>Paper and place of the formula.</summary>
    string Source { get; }

    /// <summary>The variance, not its root or logarithm; units of x².</summary>
    double At(in GridStep step);
}

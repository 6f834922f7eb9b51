namespace ScoreSde.Verification.Laws;

/// <summary>A statement about diffusion that can be checked, as data: name, sentence, source, and a check that can fail.</summary>
public interface IProperty
{
    /// <summary>The name on the command line, for example <c>ancestral-mean</c> or <c>order/heun</c>.</summary>
    string Name { get; }

    /// <summary>The statement with its formula.</summary>
    string Statement { get; }

    /// <summary>Paper and place, or how it follows.</summary>
    string Source { get; }

    /// <summary>What it speaks of.</summary>
    Subject Subject { get; }

    /// <summary>The solver that it speaks of; null for a general property.</summary>
    string? Solver { get; }

    /// <summary>Whether another seed gives other cases; without, once is enough.</summary>
    bool DependsOnSeed => true;

    /// <summary>Looks at the context's cases; the same context gives the same result.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    PropertyResult Check(PropertyContext context);
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ScoreSde.Mutation.Mutators;

/// <summary>
/// All slips of a file. Messages of exceptions, attributes and documentation are left alone. Slips that do not compile are found out later.
/// </summary>
internal sealed partial class MutantFinder : CSharpSyntaxWalker
{
    private readonly SemanticModel model;
    private readonly string file;
    private readonly List<Mutant> mutants = [];

    private MutantFinder(SemanticModel model, string file)
    {
        this.model = model;
        this.file = file;
    }

    public static IReadOnlyList<Mutant> In(SemanticModel model, string file)
    {
        var finder = new MutantFinder(model, file);
        finder.Visit(model.SyntaxTree.GetRoot());
        return [.. finder.mutants.Distinct()];
    }

    public override void VisitAttributeList(AttributeListSyntax node)
    {
    }

    public override void VisitInterpolatedStringExpression(InterpolatedStringExpressionSyntax node)
    {
    }

    // The message of an exception is free; that it is thrown is not.
    public override void VisitObjectCreationExpression(ObjectCreationExpressionSyntax node)
    {
        if (model.GetTypeInfo(node).Type is { } type && type.Name.EndsWith("Exception", StringComparison.Ordinal))
        {
            return;
        }

        Neighbours(node.ArgumentList);
        base.VisitObjectCreationExpression(node);
    }

    private void Add(SyntaxNode place, string kind, string after) => Add(place.Span, place.ToString(), kind, after);

    private void Add(SyntaxToken place, string kind, string after) => Add(place.Span, place.Text, kind, after);

    private void Add(TextSpan span, string before, string kind, string after)
    {
        if (before != after)
        {
            int line = model.SyntaxTree.GetLineSpan(span).StartLinePosition.Line + 1;
            mutants.Add(new Mutant(file, line, kind, span.Start, before, after));
        }
    }
}

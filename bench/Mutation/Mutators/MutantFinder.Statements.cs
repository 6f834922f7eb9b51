using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScoreSde.Mutation.Mutators;

/// <content>Statements that are left out.</content>
internal sealed partial class MutantFinder
{
    public override void VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        // What keeps a buffer from the collector has no other effect that a test could wait for.
        if (!node.ToString().StartsWith("GC.KeepAlive", StringComparison.Ordinal))
        {
            Add(node, "statement", ";");
        }

        base.VisitExpressionStatement(node);
    }

    public override void VisitThrowStatement(ThrowStatementSyntax node)
    {
        Add(node, "statement", ";");
        base.VisitThrowStatement(node);
    }

    public override void VisitBreakStatement(BreakStatementSyntax node) => Add(node, "statement", ";");

    public override void VisitContinueStatement(ContinueStatementSyntax node) => Add(node, "statement", ";");

    public override void VisitReturnStatement(ReturnStatementSyntax node)
    {
        if (node.Expression is null)
        {
            Add(node, "statement", ";");
        }

        base.VisitReturnStatement(node);
    }
}
